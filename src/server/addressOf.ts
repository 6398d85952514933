/** An address as people see it: the claimed one, if a link of staff gave it to this account. */
export function addressOf(user: { email: string; claimsEmail?: string | null }): string {
  return user.claimsEmail ?? user.email;
}
