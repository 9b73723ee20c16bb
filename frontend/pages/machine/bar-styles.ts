import { css } from "lit";

/** A bar that is filled to `--share`, in `--colour`. */
export const barStyles = css`
  .bar {
    height: var(--size-meter);
    border-radius: var(--pill);
    background: var(--raised);
    overflow: hidden;
  }
  .bar i {
    display: block;
    width: var(--share);
    height: 100%;
    border-radius: var(--pill);
    background: var(--colour);
  }
`;
