# syntax=docker/dockerfile:1
ARG NODE_VERSION=20

FROM node:${NODE_VERSION}-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY schemas schemas
COPY policies policies
COPY models models
COPY engine engine
COPY evaluation evaluation
COPY packages/client/src packages/client/src
COPY cli cli
COPY dashboard dashboard
COPY service service
RUN npm run build

FROM base AS dependencies
# The packages contain ONNX Runtime and Dawn for every system; this image needs only those for Linux.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev \
  && rm -rf node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32 \
    node_modules/webgpu/dist/darwin-* node_modules/webgpu/dist/win32-*

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
# For a worker on a GPU: Vulkan's loader, and a library of X11 that NVIDIA's driver is linked to. NVIDIA's container
# toolkit provides the driver, with its Vulkan part only if graphics is requested. Not tested on a GPU yet.
ENV NVIDIA_DRIVER_CAPABILITIES=compute,graphics,utility
RUN apt-get update && apt-get install --yes --no-install-recommends libvulkan1 libxext6 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
RUN ln -s /app/dist/cli/main.js /usr/local/bin/gavel && install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/service/main.js"]
