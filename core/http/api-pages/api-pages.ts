import express, { type RequestHandler, Router } from "express";
import expressStaticGzip from "express-static-gzip";
import type { RouteDefinition } from "../../sdk/index.ts";
import { send } from "../answer.ts";
import { withEntityTag } from "../entity-tag.ts";
import { describeApi, type HubDescription } from "../openapi/document.ts";
import { type ApiPage, redocPage, swaggerPage } from "./pages.ts";

/** What the documentation of the API is made of. */
export interface ApiPages {
  /** Every route that there is now. */
  readonly definitions: () => readonly RouteDefinition[];
  readonly hub: HubDescription;
  /** Where the build left Swagger UI and ReDoc. */
  readonly folder: string;
}

/** Serves `openapi.json`, Swagger UI at `docs` and ReDoc at `redoc`, all from the hub itself. */
export function serveApiPages({ definitions, hub, folder }: ApiPages): RequestHandler {
  const router = Router({ caseSensitive: true, strict: true });
  router.get("/openapi.json", (request, response) => {
    const body = describeApi(definitions(), hub);
    send(response, withEntityTag({ status: 200, body }, request.headers["if-none-match"]));
  });
  router.get("/docs", showPage(swaggerPage));
  router.get("/docs.js", showScript(swaggerPage));
  router.get("/redoc", showPage(redocPage));
  router.get("/redoc.js", showScript(redocPage));
  router.use(
    "/pages",
    expressStaticGzip(folder, {
      enableBrotli: true,
      orderPreference: ["br", "gz"],
      serveStatic: { index: false, setHeaders: (response) => response.setHeader("Cache-Control", "no-cache") },
    }),
  );
  return router as express.RequestHandler;
}

function showPage({ html, contentSecurityPolicy }: ApiPage): RequestHandler {
  return (_request, response) => {
    response.set({ "Content-Security-Policy": contentSecurityPolicy, "Cache-Control": "no-cache" });
    response.type("html").send(html);
  };
}

function showScript({ script }: ApiPage): RequestHandler {
  return (_request, response) => {
    response.set("Cache-Control", "no-cache").type("js").send(script);
  };
}
