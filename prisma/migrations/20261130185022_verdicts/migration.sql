-- CreateTable
CREATE TABLE "verdicts" (
    "key" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "is_preview" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "verdicts_is_preview_created_at_idx" ON "verdicts"("is_preview", "created_at");

