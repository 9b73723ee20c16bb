import { css } from "lit";

/** How the form of what people are told is laid out: a row for each, the field at its end. */
export const toldStyles = css`
  .told {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2) var(--s4);
    min-height: var(--size-control);
  }
  .told + .told {
    padding-top: var(--s4);
    border-top: 1px solid var(--border);
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--s3);
    color: var(--text);
    font-weight: 500;
  }
  .again {
    display: flex;
    align-items: center;
    gap: var(--s3);
    font-size: var(--type-label);
  }
  .again .field {
    width: calc(0.7 * var(--size-field));
  }
  .again input {
    text-align: end;
    appearance: textfield;
  }
  .again input::-webkit-inner-spin-button {
    display: none;
  }
  .lock {
    flex-basis: 100%;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: var(--s3);
  }
  .actions p {
    flex: 1;
  }
  @media (max-width: 900px) {
    .check,
    .again {
      flex: 1 1 100%;
      justify-content: space-between;
      min-height: var(--size-touch);
    }
    .check {
      justify-content: start;
    }
    .again .field,
    .actions .button {
      min-height: var(--size-touch);
    }
    .actions .button {
      flex-basis: 100%;
    }
  }
`;
