# Everything is built here, with compilers and development tools that the final image does not get.
FROM node:24-bookworm-slim AS build
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
# The headers that SQLite's driver is compiled against are the image's own.
RUN npm_config_nodedir=/usr/local npm ci --include=dev --no-audit --no-fund
COPY . .
# The image has Node 24, so the one that npm brings for older hosts is left out with the development tools.
RUN npm run build && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:24-bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin homelabcmd \
  && install --directory --owner=homelabcmd --mode=700 /app/data
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/core core
COPY --from=build /app/integrations integrations
COPY --from=build /app/agent agent
COPY --from=build /app/dist dist
ENV NODE_ENV=production HOMELABCMD_CONTAINER=docker HOMELABCMD_DATA=/app/data NODE_COMPILE_CACHE=/app/dist/compile-cache
USER homelabcmd
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "core/bootstrap/check-health.mjs"]
CMD ["node", "--max-semi-space-size=8", "core/main.ts"]
