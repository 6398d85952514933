-- Emptied and written anew by the readiness check, which thereby proves that the database takes writes.
CREATE TABLE "write_checks" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "write_checks_pkey" PRIMARY KEY ("id")
);
