-- CreateTable
CREATE TABLE "own_labs" (
    "id" TEXT NOT NULL,
    "author_id" TEXT,
    "title" TEXT NOT NULL,
    "draft" JSONB NOT NULL,
    "draft_version" INTEGER NOT NULL DEFAULT 1,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "own_labs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lab_versions" (
    "slug" TEXT NOT NULL,
    "lab_id" TEXT NOT NULL,
    "version" INTEGER,
    "lab" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lab_versions_pkey" PRIMARY KEY ("slug")
);

-- CreateIndex
CREATE INDEX "own_labs_author_id_idx" ON "own_labs"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "lab_versions_lab_id_version_key" ON "lab_versions"("lab_id", "version");

-- AddForeignKey
ALTER TABLE "own_labs" ADD CONSTRAINT "own_labs_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_versions" ADD CONSTRAINT "lab_versions_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "own_labs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
