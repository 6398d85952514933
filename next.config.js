const OUR_PACKAGES = ['coursework', 'engine', 'event-store', 'handbook', 'oom-report', 'protocol', 'reading'].map(
  (name) => `@overcommit/${name}`,
);

/** @type {import('next').NextConfig} The content security policy and the other headers are set by the server around Next. */
export default {
  // They are shipped as TypeScript.
  transpilePackages: OUR_PACKAGES,
  // Loaded from node_modules as they are: bundled, they would lose their WebAssembly or be there twice.
  serverExternalPackages: ['pg', 'pino', '@prisma/adapter-pg', '@prisma/client', 'better-auth'],
  poweredByHeader: false,
  reactStrictMode: true,
  // Nothing here needs images made smaller by the server; this shuts `/_next/image`.
  images: { unoptimized: true },
  allowedDevOrigins: ['localhost', '127.0.0.1'],
  // `npm test` checks all types once; `npm start` need not make people wait for it again.
  typescript: { ignoreBuildErrors: true },
};
