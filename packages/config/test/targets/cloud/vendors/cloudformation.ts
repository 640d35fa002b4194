import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";

/** Large: read once, if at all. */
let specification: ReturnType<typeof loadAwsServiceSpec> | undefined;

interface TypeDefinition {
  readonly name: string;
  readonly properties: Readonly<Record<string, { readonly type: PropertyType; readonly required?: boolean }>>;
}

type PropertyType =
  | { readonly type: "string" | "boolean" | "integer" | "number" }
  | { readonly type: "array"; readonly element: PropertyType }
  | { readonly type: "ref"; readonly reference: { readonly $ref: string } };

/** A check of a type of CloudFormation, made from Amazon's own specification: names, types, and what is required. */
export async function cloudFormationType(resource: string, type: string): Promise<ValidateFunction> {
  specification ??= loadAwsServiceSpec();
  const database = await specification;
  const owner = database.lookup("resource", "cloudFormationType", "equals", resource).only();
  const definitions = database.follow("usesType", owner).map(({ entity }) => entity);
  const found = definitions.find(({ name }) => name === type);
  if (found === undefined) throw new Error(`${resource} has no type ${type}`);
  const schemaOf = (definition: TypeDefinition): object => ({
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(definition.properties).map(([name, property]) => [name, propertySchema(property.type)]),
    ),
    required: Object.entries(definition.properties).flatMap(([name, { required }]) =>
      required === true ? [name] : [],
    ),
  });
  const propertySchema = (property: PropertyType): object => {
    if (property.type === "array") return { type: "array", items: propertySchema(property.element) };
    if (property.type !== "ref") return { type: property.type };
    return schemaOf(database.get("typeDefinition", property.reference.$ref) as unknown as TypeDefinition);
  };
  return new Ajv({ allErrors: true }).compile(schemaOf(found as unknown as TypeDefinition));
}
