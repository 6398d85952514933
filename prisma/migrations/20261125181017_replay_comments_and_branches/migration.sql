-- AlterTable
ALTER TABLE "machines" ADD COLUMN     "branched_at_seq" INTEGER,
ADD COLUMN     "branched_from_id" TEXT,
ADD COLUMN     "concealed_after_seq" INTEGER;

-- CreateTable
CREATE TABLE "comments" (
    "id" TEXT NOT NULL,
    "machine_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "parent_id" TEXT,
    "author_id" TEXT,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "comments_machine_id_seq_idx" ON "comments"("machine_id", "seq");

-- CreateIndex
CREATE INDEX "comments_parent_id_idx" ON "comments"("parent_id");

-- CreateIndex
CREATE INDEX "comments_author_id_idx" ON "comments"("author_id");

-- CreateIndex
CREATE INDEX "machines_branched_from_id_idx" ON "machines"("branched_from_id");

-- AddForeignKey
ALTER TABLE "machines" ADD CONSTRAINT "machines_branched_from_id_fkey" FOREIGN KEY ("branched_from_id") REFERENCES "machines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

