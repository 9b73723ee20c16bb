import { css } from "lit";

/** How the state of MQTT looks. */
export const mqttStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
  }
  header h2 {
    color: var(--text);
    font-size: var(--type-title);
    letter-spacing: -0.01em;
    text-transform: none;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(0.8 * var(--size-card))), 1fr));
    gap: var(--s4);
    margin: 0;
  }
  dt {
    color: var(--text-3);
    font-size: var(--type-small);
  }
  dd {
    margin: 0;
    color: var(--text);
    overflow-wrap: anywhere;
  }
`;
