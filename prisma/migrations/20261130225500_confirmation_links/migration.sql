-- A link of staff with which the holder of an account confirms that its address is theirs.
ALTER TYPE "one_time_link_kind" ADD VALUE 'confirmation';
