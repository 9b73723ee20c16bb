import path from "node:path";
import express, { type RequestHandler } from "express";
import { PlatformError } from "../errors.ts";
import type { PublicFile, Undo } from "../sdk/index.ts";

/** Files that integrations serve to everybody, outside the API. Each owner's can be taken away again while the server runs. */
export class PublicFiles {
  readonly #files = new Map<string, PublicFile>();

  add(file: PublicFile): Undo {
    this.#files.set(file.path, file);
    return () => {
      if (this.#files.get(file.path) === file) this.#files.delete(file.path);
    };
  }

  /** Sends them with an ETag, so that who has one already gets it only when it is another. */
  readonly middleware: RequestHandler = async (request, response, next) => {
    if (!this.#isOurs(request.path)) return next();
    const isRead = request.method === "GET" || request.method === "HEAD";
    const file = isRead ? this.#files.get(request.path) : undefined;
    const place = await file?.locate();
    if (!file || !place) throw new PlatformError("NOT_FOUND", `There is no ${request.method} ${request.path}`);
    response.setHeader("Cache-Control", "no-cache");
    response.type(file.contentType);
    request.url = `/${encodeURIComponent(path.basename(place))}`;
    const send = express.static(path.dirname(place), { index: false, cacheControl: false, dotfiles: "allow" });
    await send(request, response, next);
  };

  /** Whether files lie below the path's first folder: a program that asks for one which is missing must not get a page instead. */
  #isOurs(wanted: string): boolean {
    const folderOf = (one: string) => one.split("/")[1];
    return [...this.#files.keys()].some((known) => folderOf(known) === folderOf(wanted));
  }
}
