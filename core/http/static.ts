import path from "node:path";
import express, { type RequestHandler, Router } from "express";
import expressStaticGzip from "express-static-gzip";

/** A year: files under assets/ carry a hash of their content in their names. */
const forever = "public, max-age=31536000, immutable";

/**
 * Serves the dashboard: its files, compressed ahead of time where there is such a copy, and the start page for every other
 * address that a browser navigates to.
 */
export function serveDashboard(folder: string): RequestHandler {
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
  router.use(files);
  router.get("/{*any}", startPage(folder, files));
  return router as express.RequestHandler;
}

function startPage(folder: string, files: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const isFile = path.extname(request.path) !== "" && !request.accepts("html");
    if (isFile || request.path.startsWith("/assets/")) return next();
    request.url = "/index.html";
    files(request, response, (error?: unknown) => {
      if (error) return next(error);
      const built = path.join(folder, "index.html");
      response
        .status(503)
        .type("text")
        .send(`The dashboard is not built (${path.basename(built)} is missing). Run npm start.`);
    });
  };
}
