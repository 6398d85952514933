-- AlterTable
ALTER TABLE "machines" ADD COLUMN     "members_ask" BOOLEAN NOT NULL DEFAULT true;
