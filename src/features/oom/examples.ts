/** Real reports of public origin, shortened; hosts and names are replaced. */
export type Example = { name: string; text: string };

export const EXAMPLES: readonly Example[] = [
  {
    name: 'A database and a machine without memory (Linux 3.10)',
    text: `sed invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0
sed cpuset=/ mems_allowed=0-1
CPU: 4 PID: 29481 Comm: sed Not tainted 3.10.0-514.6.1.el7.x86_64 #1
Hardware name: Vendor Model/Board, BIOS 1.0 01/01/2020
Call Trace:
Mem-Info:
active_anon:7355653 inactive_anon:660960 isolated_anon:0
 active_file:1263 inactive_file:1167 isolated_file:32
 unevictable:0 dirty:4 writeback:0 unstable:0
 slab_reclaimable:27412 slab_unreclaimable:13708
 mapped:4818 shmem:87896 pagetables:25222 bounce:0
 free:39513 free_pcp:2958 free_cma:0
Node 0 DMA free:15872kB min:40kB low:48kB high:60kB active_anon:0kB inactive_anon:0kB active_file:0kB inactive_file:0kB unevictable:0kB isolated(anon):0kB isolated(file):0kB present:15992kB managed:15908kB mlocked:0kB dirty:0kB writeback:0kB mapped:0kB shmem:0kB slab_reclaimable:0kB slab_unreclaimable:0kB kernel_stack:0kB pagetables:0kB unstable:0kB bounce:0kB free_pcp:0kB local_pcp:0kB free_cma:0kB writeback_tmp:0kB pages_scanned:0 all_unreclaimable? yes
lowmem_reserve[]: 0 2780 15835 15835
Node 0 DMA32 free:59728kB min:7832kB low:9788kB high:11748kB active_anon:2154380kB inactive_anon:604748kB active_file:500kB inactive_file:112kB unevictable:0kB isolated(anon):0kB isolated(file):0kB present:3094644kB managed:2848912kB mlocked:0kB dirty:0kB writeback:0kB mapped:4016kB shmem:5140kB slab_reclaimable:6448kB slab_unreclaimable:2796kB kernel_stack:1040kB pagetables:6876kB unstable:0kB bounce:0kB free_pcp:3788kB local_pcp:228kB free_cma:0kB writeback_tmp:0kB pages_scanned:28 all_unreclaimable? no
lowmem_reserve[]: 0 0 13055 13055
Node 0 Normal free:36692kB min:36784kB low:45980kB high:55176kB active_anon:12301636kB inactive_anon:793132kB active_file:604kB inactive_file:176kB unevictable:0kB isolated(anon):0kB isolated(file):128kB present:13631488kB managed:13368348kB mlocked:0kB dirty:0kB writeback:0kB mapped:4108kB shmem:207940kB slab_reclaimable:47900kB slab_unreclaimable:28884kB kernel_stack:6624kB pagetables:43340kB unstable:0kB bounce:0kB free_pcp:4204kB local_pcp:640kB free_cma:0kB writeback_tmp:0kB pages_scanned:128 all_unreclaimable? no
lowmem_reserve[]: 0 0 0 0
Node 1 Normal free:49436kB min:45444kB low:56804kB high:68164kB active_anon:14967844kB inactive_anon:1244560kB active_file:1552kB inactive_file:1992kB unevictable:0kB isolated(anon):0kB isolated(file):0kB present:16777212kB managed:16514220kB mlocked:0kB dirty:16kB writeback:0kB mapped:10760kB shmem:138504kB slab_reclaimable:55300kB slab_unreclaimable:23152kB kernel_stack:6176kB pagetables:50672kB unstable:0kB bounce:0kB free_pcp:3360kB local_pcp:248kB free_cma:0kB writeback_tmp:0kB pages_scanned:125777 all_unreclaimable? yes
lowmem_reserve[]: 0 0 0 0
Node 0 DMA: 0*4kB 0*8kB 0*16kB 0*32kB 2*64kB (U) 1*128kB (U) 1*256kB (U) 0*512kB 1*1024kB (U) 1*2048kB (M) 3*4096kB (M) = 15872kB
Node 0 DMA32: 203*4kB (UEM) 231*8kB (UEM) 259*16kB (UEM) 231*32kB (UEM) 157*64kB (UEM) 90*128kB (UEM) 49*256kB (UEM) 20*512kB (UE) 3*1024kB (UEM) 1*2048kB (M) 0*4096kB = 63668kB
Node 0 Normal: 1231*4kB (UEM) 391*8kB (UEM) 456*16kB (UEM) 342*32kB (UEM) 141*64kB (UEM) 23*128kB (UEM) 0*256kB 0*512kB 0*1024kB 0*2048kB 0*4096kB = 38260kB
Node 1 Normal: 2245*4kB (UEM) 732*8kB (UEM) 594*16kB (UEM) 396*32kB (UEM) 160*64kB (UEM) 16*128kB (UEM) 2*256kB (UM) 0*512kB 1*1024kB (M) 0*2048kB 0*4096kB = 50836kB
Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=1048576kB
Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB
Node 1 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=1048576kB
Node 1 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB
100155 total pagecache pages
11342 pages in swap cache
Swap cache stats: add 31260615, delete 31249273, find 295999950/297583545
Free swap  = 0kB
Total swap = 8388604kB
8379834 pages RAM
0 pages HighMem/MovableOnly
192987 pages reserved
[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
[  390]     0   390    39012     6739      78       51             0 systemd-journal
[  433]     0   433    11104        2      22      360         -1000 systemd-udevd
[  530]     0   530    13854       28      27       83         -1000 auditd
[  559]     0   559     7692       65      19       87             0 systemd-logind
[  563]     0   563     4817       41      14       36             0 irqbalance
[  796]     0   796   193856     2897     207      112             0 rsyslogd
[ 1255]     0  1255    45716        1      39      337             0 app474
[ 1268]     0  1268    45746       28      38      353             0 app474
[ 1269]     0  1269    45716       29      38      311             0 app474
[ 1830]     0  1830   446643      959      68     1234             0 app472
[ 2062]     0  2062   144894      511      37      309             0 app471-
[ 2451]     0  2451   177827        0      36      816             0 app473-
[ 8145]     0  8145   300303     1616      58      692             0 app464-w
[ 8204]     0  8204    31508      119      31      328             0 app470-
[ 8405]     0  8405   201479     1289      49      244             0 app469-
[ 8472]     0  8472   134080      236      46      514             0 app468-
[ 8596]     0  8596    31377      172      29      301             0 app467
[ 8658]     0  8658    81199      124      34      336             0 app466-
[ 8685]     0  8685   137169    23313      97     3256             0 app465
[ 6576] 12345  6576  8478546  5157063   15483  1527848             0 mysqld
[27502] 12345 27502  4029300  2716569    6505   226225             0 java
[11729]     0 11729    64122     5003      79     2465             0 snmpd
[12130]     0 12130   122202      565      29      175             0 app463-wor
[12237]     0 12237    12493       38      28      352             0 app462-wor
[12299]     0 12299    12485       43      26      282             0 app457-w
[12324]     0 12324    31932      184      31      143             0 app456-w
[12523]     0 12523    92228      129      63      433             0 app455-
[32615]     0 32615    36254      323      73        7             0 sshd
[  894] 12345   894    36254      328      70        5             0 sshd
[10620]     0 10620    36254      328      72        0             0 sshd
[10634] 38714 10634    36290      329      70        8             0 sshd
[29021]     0 29021    36254      314      69        0             0 sshd
[29025] 12345 29025    36254      316      67        0             0 sshd
[29051] 12345 29051    29494      330      12       74             0 app477
[26743]     0 26743    36254      314      68        0             0 sshd
[26937] 12345 26937    36254      314      67        0             0 sshd
[27122] 12345 27122    29494      459      12        0             0 app477
[28657]     0 28657    36254      314      74        0             0 sshd
[28702] 12345 28702    36254      314      72        0             0 sshd
[28993]     0 28993    36254      314      72        0             0 sshd
[28996] 12345 28996    29526      531      12        0             0 app477
[29006] 12345 29006    36254      314      69        0             0 sshd
[29110] 12345 29110    29558      745      12        0             0 app477
Out of memory: Kill process 6576 (mysqld) score 651 or sacrifice child
Killed process 6576 (mysqld) total-vm:33914892kB, anon-rss:20629004kB, file-rss:0kB, shmem-rss:0kB`,
  },
  {
    name: 'A container at its limit (Linux 5.15)',
    text: `php-fpm invoked oom-killer: gfp_mask=0x1100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0
CPU: 8 PID: 3923954 Comm: php-fpm Tainted: P           O      5.15.158-2-pve #1
memory: usage 31211520kB, limit 31211520kB, failcnt 83420
swap: usage 0kB, limit 0kB, failcnt 0
Memory cgroup stats for /lxc/39004:
anon 31154200576
file 688283648
kernel_stack 5242880
pagetables 84332544
shmem 687980544
swapcached 0
anon_thp 0
shmem_thp 0
slab_reclaimable 6884672
slab_unreclaimable 15298680
slab 22183352
Tasks state (memory values in pages):
[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[  21417]     0 21417    42429    31073   389120        0             0 systemd-journal
[  23602]   998 23602  1366958    24377  1540096        0             0 app440
[  24698]     0 24698   681294    10978   561152        0          -500 dockerd
[3589018]  1000 3589018  2006387  1814349 15110144        0             0 php-fpm
[3637209]  1000 3637209  1116561   964430  8314880        0             0 php-fpm
[3716361]  1000 3716361   197166    64102  1028096        0             0 php-fpm
[3718400]  1000 3718400   631433   496715  4513792        0             0 php-fpm
[3726383]  1000 3726383   197464    68014  1069056        0             0 php-fpm
[3766026]  1000 3766026   197466    65625  1060864        0             0 php-fpm
[3818699]  1000 3818699   197629    63109  1064960        0             0 php-fpm
[3902942]  1000 3902942  3685044  3195335 27021312        0             0 php-fpm
[3923954]  1000 3923954   210010    57884   991232        0             0 php-fpm
[3951198]  1000 3951198   195390    52179   925696        0             0 php-fpm
[3959475]  1000 3959475   195994    54247   921600        0             0 php-fpm
[3964255]  1000 3964255  1410840  1230038 10379264        0             0 php-fpm
[3988024]  1000 3988024   197476    36148   774144        0             0 php-fpm
[3990260]  1000 3990260   196569    43429   851968        0             0 php-fpm
[3993067]  1000 3993067   195922    29187   671744        0             0 php-fpm
[3993877]  1000 3993877   196866    31888   774144        0             0 php-fpm
[3993880]  1000 3993880   196814    32009   782336        0             0 php-fpm
oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=docker-c0ffee0123456789abcdef0123456789abcdef0123456789abcdef0123456789.scope,mems_allowed=0,oom_memcg=/lxc/39004,task_memcg=/lxc/39004/ns/system.slice/docker-c0ffee0123456789abcdef0123456789abcdef0123456789abcdef0123456789.scope,task=php-fpm,pid=3902942,uid=1000
Memory cgroup out of memory: Killed process 3902942 (php-fpm) total-vm:14740176kB, anon-rss:12625252kB, file-rss:0kB, shmem-rss:156088kB, UID:1000 pgtables:26388kB oom_score_adj:0`,
  },
  {
    name: 'systemd-oomd ends a terminal',
    text: `Sep 25 19:46:58 host-a systemd-oomd[726]: Considered 21 cgroups for killing, top candidates were:
Sep 25 19:46:58 host-a systemd-oomd[726]:     Path: /user.slice/user-1000.slice/user@1000.service/app.slice/app-term-1234.scope
Sep 25 19:46:58 host-a systemd-oomd[726]:         Swap Usage: 22G
Sep 25 19:46:58 host-a systemd-oomd[726]: Marked /user.slice/user-1000.slice/user@1000.service/app.slice/app-term-1234.scope for killing due to memory used (16260780032) / total (16419115008) and swap used (29560922112) / total (32838500352) being more than 90.00%
Sep 25 19:46:58 host-a systemd[999]: app-term-1234.scope: systemd-oomd killed 1463 process(es) in this unit.`,
  },
];
