import { Model, type RelationMappings } from 'objection';
import { TenantModel } from '../db/tenant-model.ts';
import type { HealthSystemRow, PersonProgramRow, PersonRow, ProgramRow, SiteRow } from './schema.ts';

/** Groups of hospitals and clinics under one owner, as the database keeps them. */
export interface HealthSystem extends HealthSystemRow {}
export class HealthSystem extends TenantModel {
  static override tableName = 'directory.health_systems';
  static override noun = 'health system';
}

/** Buildings where people work, as the database keeps them, each with its health system if it has one. */
export interface Site extends SiteRow {}
export class Site extends TenantModel {
  declare healthSystem?: HealthSystem;

  static override tableName = 'directory.sites';
  static override noun = 'site';
  static override get relationMappings(): RelationMappings {
    return {
      healthSystem: {
        relation: Model.BelongsToOneRelation,
        modelClass: HealthSystem,
        join: {
          from: ['directory.sites.tenantId', 'directory.sites.healthSystemId'],
          to: ['directory.health_systems.tenantId', 'directory.health_systems.id'],
        },
      },
    };
  }
}

/** Residencies and clerkships, as the database keeps them. */
export interface Program extends ProgramRow {}
export class Program extends TenantModel {
  static override tableName = 'directory.programs';
  static override noun = 'program';
}

/** Residents and faculty members, with or without a login, as the database keeps them. */
export interface Person extends PersonRow {}
export class Person extends TenantModel {
  static override tableName = 'directory.people';
  static override noun = 'person';
}

/** Stays of people in programs, as the database keeps them: one row for each, with its first and perhaps its last day. */
export interface PersonProgram extends PersonProgramRow {}
export class PersonProgram extends TenantModel {
  static override tableName = 'directory.person_programs';
  static override noun = 'program membership';
}
