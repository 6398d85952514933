-- AlterTable
ALTER TABLE "users" ADD COLUMN     "claims_email" TEXT;

-- AlterTable
ALTER TABLE "seats" ADD COLUMN     "join_code" TEXT,
ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "users_claims_email_idx" ON "users"("claims_email");
