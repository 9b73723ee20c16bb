/**
 * The contract between HomelabCmd and its integrations. Types only: nothing here exists at run time.
 * @packageDocumentation
 */
export type * from "./capabilities.ts";
export type * from "./clock.ts";
export type * from "./configuration.ts";
export type * from "./database.ts";
export type * from "./device.ts";
export type * from "./enrolment.ts";
export type * from "./entity.ts";
export type * from "./event.ts";
export type * from "./integration.ts";
export type * from "./json.ts";
export type * from "./lifecycle.ts";
export type * from "./logger.ts";
export type * from "./manifest.ts";
export type * from "./mqtt.ts";
export type * from "./notification.ts";
export type * from "./problem.ts";
export type * from "./public-file.ts";
export type * from "./route.ts";
export type * from "./service.ts";
