import { Model, type RelationMappings } from 'objection';
import { TenantModel } from '../db/tenant-model.ts';
import type { HealthSystemRow, PersonProgramRow, PersonRow, ProgramRow, SiteRow } from './schema.ts';

export interface HealthSystem extends HealthSystemRow {}
export class HealthSystem extends TenantModel {
  static override tableName = 'directory.health_systems';
  static override noun = 'health system';
}

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

export interface Program extends ProgramRow {}
export class Program extends TenantModel {
  static override tableName = 'directory.programs';
  static override noun = 'program';
}

export interface Person extends PersonRow {}
export class Person extends TenantModel {
  static override tableName = 'directory.people';
  static override noun = 'person';
}

export interface PersonProgram extends PersonProgramRow {}
export class PersonProgram extends TenantModel {
  static override tableName = 'directory.person_programs';
  static override noun = 'program membership';
}
