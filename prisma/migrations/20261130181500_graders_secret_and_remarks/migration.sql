-- AlterTable
ALTER TABLE "assignments" ADD COLUMN     "secret" UUID NOT NULL DEFAULT gen_random_uuid();

-- CreateTable
CREATE TABLE "remarks" (
    "id" TEXT NOT NULL,
    "assignment_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "remarks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "remarks_assignment_id_item_id_idx" ON "remarks"("assignment_id", "item_id");

-- AddForeignKey
ALTER TABLE "remarks" ADD CONSTRAINT "remarks_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
