-- CreateTable
CREATE TABLE "sealed_answers" (
    "machine_id" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "seal" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sealed_answers_pkey" PRIMARY KEY ("machine_id","prompt","actor_id","seal")
);

-- AddForeignKey
ALTER TABLE "sealed_answers" ADD CONSTRAINT "sealed_answers_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE CASCADE ON UPDATE CASCADE;

