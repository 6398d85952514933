import { expect, it } from 'vitest';
import { userIn } from './postgresBinaries.ts';

const PASSWD = `root:x:0:0:root:/root:/bin/bash
overcommitted:x:1001:1001::/home/o:/bin/sh
overcommit:x:998:997::/var/lib/overcommit:/usr/sbin/nologin
toor:x:0:0::/root:/bin/bash
`;

it('finds the user that Postgres runs as, by its whole name, and never root', () => {
  expect(userIn(PASSWD, 'overcommit')).toEqual({ uid: 998, gid: 997 });
  expect(userIn(PASSWD, 'over')).toBeNull();
  expect(userIn(PASSWD, 'toor')).toBeNull();
  expect(userIn('', 'overcommit')).toBeNull();
});
