-- CreateTable
CREATE TABLE "projections" (
    "key" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "is_preview" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "projections_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "rubric_versions" (
    "assignment_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "rubric" JSONB NOT NULL,
    "effect" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rubric_versions_pkey" PRIMARY KEY ("assignment_id","version")
);

-- CreateIndex
CREATE INDEX "projections_is_preview_created_at_idx" ON "projections"("is_preview", "created_at");

-- AddForeignKey
ALTER TABLE "rubric_versions" ADD CONSTRAINT "rubric_versions_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
