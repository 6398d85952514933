-- AlterTable
ALTER TABLE "machines" ADD COLUMN     "resends_previous" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "skipped_steps" TEXT[] DEFAULT ARRAY[]::TEXT[];
