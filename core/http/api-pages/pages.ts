/** A page that shows the OpenAPI document by means of somebody else's program. */
export interface ApiPage {
  readonly html: string;
  /** Starts the program. A file of its own, because no page of the hub has inline scripts. */
  readonly script: string;
  /** Both programs write style attributes, so that they need more than the dashboard does; scripts stay our own. */
  readonly contentSecurityPolicy: string;
}

const commonPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** Addresses are relative, so that the pages work below a base path too. */
function pageOf(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="icon" href="../icon.svg" />
    ${head}
  </head>
  <body style="margin: 0">
    ${body}
  </body>
</html>
`;
}

/** Swagger UI, which also tries operations out, with the session of the browser or with a key. */
export const swaggerPage: ApiPage = {
  html: pageOf(
    "HomelabCmd API",
    '<link rel="stylesheet" href="pages/swagger-ui.css" />',
    '<div id="docs"></div><script src="pages/swagger-ui-bundle.js"></script><script src="docs.js"></script>',
  ),
  script: `SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  displayRequestDuration: true,
  presets: [SwaggerUIBundle.presets.apis],
});
`,
  contentSecurityPolicy: commonPolicy.join("; "),
};

/** ReDoc, for reading. Its search runs in a worker that it makes of a text. */
export const redocPage: ApiPage = {
  html: pageOf(
    "HomelabCmd API reference",
    "",
    '<div id="docs"></div><script src="pages/redoc.standalone.js"></script><script src="redoc.js"></script>',
  ),
  script: 'Redoc.init("openapi.json", { hideDownloadButton: false }, document.getElementById("docs"));\n',
  contentSecurityPolicy: [...commonPolicy, "worker-src blob:"].join("; "),
};
