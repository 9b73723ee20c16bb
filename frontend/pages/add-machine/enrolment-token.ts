/** An enrolment token as the hub lists it. */
export interface EnrolmentToken {
  readonly id: number;
  readonly token_prefix: string;
  /** Untrusted text. */
  readonly name: string | null;
  readonly expires_at: string;
  readonly is_expired: boolean;
  readonly uses_left: number;
  /** Newest first. */
  readonly claims: readonly EnrolmentClaim[];
}

/** A machine that enrolled. Its hostname is untrusted text. */
export interface EnrolmentClaim {
  readonly server_guid: string;
  readonly hostname: string;
}

/** A token that was just made, with the lines that use it. */
export interface NewEnrolmentToken extends EnrolmentToken {
  readonly install_command: string;
  readonly install_command_wget: string;
  readonly is_pinned: boolean;
}

/** Whether a machine may still enrol with it. */
export function isOpen({ is_expired, uses_left }: EnrolmentToken): boolean {
  return !is_expired && uses_left > 0;
}
