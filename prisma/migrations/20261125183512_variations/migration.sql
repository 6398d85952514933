-- CreateTable
CREATE TABLE "variations" (
    "id" TEXT NOT NULL,
    "machine_id" TEXT NOT NULL,
    "owner_id" TEXT,
    "name" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "from_seq" INTEGER NOT NULL,
    "main_seq" INTEGER NOT NULL,
    "is_edited" BOOLEAN NOT NULL,
    "row_count" INTEGER NOT NULL,
    "plan" JSONB NOT NULL,
    "report" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "variations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "variations_machine_id_idx" ON "variations"("machine_id");

-- CreateIndex
CREATE INDEX "variations_owner_id_idx" ON "variations"("owner_id");

-- AddForeignKey
ALTER TABLE "variations" ADD CONSTRAINT "variations_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variations" ADD CONSTRAINT "variations_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

