-- Snapshots are a cache: those without a checksum are folded anew when they are needed.
ALTER TABLE "snapshots" ADD COLUMN "checksum" TEXT NOT NULL DEFAULT '';
DELETE FROM "snapshots";
