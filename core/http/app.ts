import compression from "compression";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { PlatformError } from "../errors.ts";
import type { Logger } from "../sdk/index.ts";
import { errorAnswer, send } from "./answer.ts";
import { apiBase } from "./api-base.ts";
import { type ApiPages, serveApiPages } from "./api-pages/api-pages.ts";
import type { LiveStream } from "./live/live.ts";
import type { PublicFiles } from "./public-files.ts";
import { parseQuery } from "./query-parser.ts";
import { requestIdOf } from "./request-id.ts";
import type { Routes } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";
import { type Dashboard, serveDashboard } from "./static.ts";

/** What Express answers with. */
export interface AppParts {
  readonly routes: Routes;
  readonly live: LiveStream;
  readonly dashboard: Dashboard;
  readonly apiPages: ApiPages;
  readonly publicFiles: PublicFiles;
  readonly log: Logger;
}

/**
 * On a home's network time counts for more than bytes: the lightest level takes a third of the default's time for a quarter more bytes,
 * and what fits into a few packets is not worth a compressor.
 */
const quickly = { level: 1, threshold: 4096, chunkSize: 64 * 1024 };

/** The Express application: the API, its documentation, and the dashboard for every other address. */
export function createApp({ routes, live, dashboard, apiPages, publicFiles, log }: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", parseQuery);
  app.use(securityHeaders);
  app.use(apiBase, answerOptions(routes));
  // Before anything that compresses: an event must not wait for others to be packed with.
  app.get(`${apiBase}/live`, live.middleware);
  app.use("/api", compression(quickly));
  app.use(apiBase, routes.middleware);
  app.use(apiBase, unknownPath(routes));
  app.use("/api", serveApiPages(apiPages));
  app.use("/api", unknownPath(routes));
  app.use(publicFiles.middleware);
  app.use(serveDashboard(dashboard));
  app.use(unknownPath(routes));
  app.use(answerErrors(log));
  return app;
}

function answerOptions(routes: Routes): RequestHandler {
  return (request, response, next) => {
    const methods = request.method === "OPTIONS" ? routes.methodsAt(request.path) : [];
    if (methods.length === 0) return next();
    send(response, { status: 204, headers: { Allow: methods.join(", ") } });
  };
}

function unknownPath(routes: Routes): RequestHandler {
  return (request, response) => {
    const [path] = request.originalUrl.split("?");
    const methods = request.baseUrl === apiBase ? routes.methodsAt(request.path) : [];
    if (methods.length === 0) throw new PlatformError("NOT_FOUND", `There is no ${request.method} ${path}`);
    response.setHeader("Allow", methods.join(", "));
    throw new PlatformError("NOT_FOUND", `There is no ${request.method} ${path}; it answers ${methods.join(", ")}`);
  };
}

function answerErrors(log: Logger): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    // Express itself refuses what it cannot decode, such as %E0%A4%A in a path, with a status below 500.
    const status = (error as { status?: unknown }).status;
    const isRefusal = !(error instanceof PlatformError) && typeof status === "number" && status < 500;
    const known = isRefusal ? new PlatformError("BAD_REQUEST", "The request cannot be read", { cause: error }) : error;
    send(response, errorAnswer(known, log, requestIdOf(response)));
  };
}
