-- Adding a person to a roster wrote the name down here, where the app cannot erase it. Ids stay.
UPDATE "audit" SET "after" = "after" - 'name' WHERE "action" = 'roster.add';
