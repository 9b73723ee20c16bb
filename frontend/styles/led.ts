import { css } from "lit";

/**
 * The status light. Each status has a shape of its own: disc (ok), triangle (warn), square (crit), ring (away), diamond
 * (unknown). The slow pulse of a machine that is online is the only loop of the dashboard.
 */
export const ledStyles = css`
  .led {
    position: relative;
    display: inline-block;
    flex: none;
    width: var(--size-led);
    height: var(--size-led);
    border-radius: 50%;
    background: var(--idle);
  }
  .led.ok {
    background: var(--ok);
    box-shadow: 0 0 0 var(--tight) var(--ok-soft);
  }
  .led.ok::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: inherit;
    background: inherit;
    animation: pulse 3s ease-out infinite;
  }
  .led.warn {
    border-radius: 0;
    background: var(--warn);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .led.crit {
    border-radius: var(--hair);
    background: var(--crit);
    box-shadow: 0 0 0 var(--tight) var(--crit-soft);
  }
  .led.away {
    border: var(--hair) solid var(--idle);
    background: none;
  }
  .led.unknown {
    border: var(--hair) solid var(--idle);
    border-radius: 1px;
    background: none;
    rotate: 45deg;
    scale: 0.85;
  }
  @keyframes pulse {
    from {
      opacity: 0.55;
      scale: 1;
    }
    60%,
    to {
      opacity: 0;
      scale: 2.1;
    }
  }
`;
