# One image for API, worker, console and migrations; compose and Kubernetes choose by the command.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY web/package.json web/
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    FILESOURCE_ROOT=/data/files \
    DCL_ROOT=/data/files/registry
WORKDIR /app
COPY --from=build /app /app
# The code stays root's and read-only; only these belong to the account that runs it.
RUN mkdir -p /data/files /app/.autonomos && chown -R node:node /data /app/.autonomos
USER node
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "api/server.ts"]
