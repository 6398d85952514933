-- AlterTable
ALTER TABLE "assignments" ADD COLUMN     "attempts" INTEGER,
ADD COLUMN     "closes_at" TIMESTAMPTZ(3),
ADD COLUMN     "late_rule" JSONB,
ADD COLUMN     "mem_kb" INTEGER,
ADD COLUMN     "policy" TEXT,
ADD COLUMN     "regrade_days" INTEGER,
ADD COLUMN     "seed_rule" TEXT NOT NULL DEFAULT 'lab',
ADD COLUMN     "settings" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "swap_kb" INTEGER,
ADD COLUMN     "time_zone" TEXT NOT NULL DEFAULT 'UTC';

-- CreateTable
CREATE TABLE "extensions" (
    "id" TEXT NOT NULL,
    "assignment_id" TEXT NOT NULL,
    "group_id" TEXT,
    "user_id" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "closes_at" TIMESTAMPTZ(3),
    "attempts" INTEGER,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "extensions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "extensions_group_id_idx" ON "extensions"("group_id");

-- CreateIndex
CREATE INDEX "extensions_user_id_idx" ON "extensions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "extensions_assignment_id_group_id_key" ON "extensions"("assignment_id", "group_id");

-- CreateIndex
CREATE UNIQUE INDEX "extensions_assignment_id_user_id_key" ON "extensions"("assignment_id", "user_id");

-- AddForeignKey
ALTER TABLE "extensions" ADD CONSTRAINT "extensions_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "extensions" ADD CONSTRAINT "extensions_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "extensions" ADD CONSTRAINT "extensions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An extension is for one group or for one person.
ALTER TABLE "extensions" ADD CONSTRAINT "extensions_for_one" CHECK (("group_id" IS NULL) <> ("user_id" IS NULL));
