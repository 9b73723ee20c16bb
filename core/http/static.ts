import { readFile } from "node:fs/promises";
import path from "node:path";
import express, { type RequestHandler, type Response, Router } from "express";
import expressStaticGzip from "express-static-gzip";

/** The built dashboard, and where it is served. */
export interface Dashboard {
  readonly folder: string;
  /** `/homelab`, or empty at the root. */
  readonly basePath: string;
}

/** A year: files under assets/ carry a hash of their content in their names. */
const forever = "public, max-age=31536000, immutable";
/** What the build writes into the start page; every address in the dashboard is relative to it. */
const rootBase = '<base href="/" />';

/**
 * Serves the dashboard: its files, compressed ahead of time where there is such a copy, and the start page for every other
 * address that a browser navigates to.
 */
export function serveDashboard({ folder, basePath }: Dashboard): RequestHandler {
  const router = Router();
  const files = expressStaticGzip(folder, {
    enableBrotli: true,
    orderPreference: ["br", "gz"],
    serveStatic: {
      index: false,
      setHeaders: (response, file) => {
        const isAsset = path.relative(folder, file).startsWith(`assets${path.sep}`);
        response.setHeader("Cache-Control", isAsset ? forever : "no-cache");
      },
    },
  });
  if (basePath !== "")
    router.get(["/", "/index.html"], (_request, response) => sendMovedPage(response, folder, basePath));
  router.use(files);
  router.get("/{*any}", startPage(folder, basePath, files));
  return router as express.RequestHandler;
}

function startPage(folder: string, basePath: string, files: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const isFile = path.extname(request.path) !== "" && !request.accepts("html");
    if (isFile || request.path.startsWith("/assets/")) return next();
    if (basePath !== "") return sendMovedPage(response, folder, basePath);
    request.url = "/index.html";
    files(request, response, (error?: unknown) => {
      if (error) return next(error);
      sendNotBuilt(response);
    });
  };
}

/** The start page for a hub below a base path: its one base says where everything in it lies. */
async function sendMovedPage(response: Response, folder: string, basePath: string): Promise<void> {
  const page = await readFile(path.join(folder, "index.html"), "utf8").catch(() => undefined);
  if (page === undefined) return sendNotBuilt(response);
  const moved = page.replace(rootBase, `<base href="${basePath}/" />`);
  response.setHeader("Cache-Control", "no-cache");
  response.type("html").send(moved);
}

function sendNotBuilt(response: Response): void {
  response.status(503).type("text").send("The dashboard is not built (index.html is missing). Run npm start.");
}
