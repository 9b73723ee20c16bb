import { css } from "lit";

/** `.skeleton`: a shape where something will be in a moment. */
export const skeletonStyles = css`
  .skeleton {
    border-radius: var(--r2);
    background: linear-gradient(100deg, var(--raised) 40%, var(--border) 50%, var(--raised) 60%) 0 0 / 300% 100%;
    animation: skeleton 1.6s linear 3;
  }
  @keyframes skeleton {
    from {
      background-position: 100% 0;
    }
    to {
      background-position: -50% 0;
    }
  }
`;
