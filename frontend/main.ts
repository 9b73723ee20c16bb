import "./components/figure.ts";
import "./components/unavailable.ts";
import "./shell/app.ts";
import { enterBasePath } from "./state/base-path.ts";
import { browserClock } from "./state/browser-clock.ts";
import { createDashboardState } from "./state/dashboard-state.ts";

enterBasePath();
const app = document.createElement("hl-app");
app.dashboard = createDashboardState({
  fetch: (input, init) => fetch(input, init),
  clock: browserClock,
  random: Math.random,
  nextFrame: (task) => requestAnimationFrame(task),
  root: document.documentElement,
  storage: localStorage,
  notices: {
    system: window.Notification,
    isSecure: window.isSecureContext,
    open(address) {
      window.focus();
      location.assign(address);
    },
  },
});
document.body.append(app);
