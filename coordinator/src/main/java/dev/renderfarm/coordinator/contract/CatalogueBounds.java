package dev.renderfarm.coordinator.contract;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.catalogue.CatalogueName;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.layout.Template;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** What lies over a file, and presets and templates, as narrow as a schema can say; the rest is told by the refusal. */
final class CatalogueBounds {

    private static final String SOMETHING = "\\S";
    private static final String VERSION = "(@[1-9][0-9]{0,8})?";

    /** @param known schemas by name */
    static void complete(Function<String, Schema> known) {
        options(known.apply("Options"));
        correction(known.apply("Correction"));
        defaults(known.apply("DefaultsRequest"));
        preset(known.apply("PresetRequest"));
        template(known.apply("TemplateRequest"));
        parts(known.apply("Parts"));
    }

    private static void options(Schema schema) {
        schema.addProperty("template", Schemas.orNull(text().maxLength(PromptTemplate.LONGEST)));
        Schema mapping = property(schema, "mapping")
                .propertyNames(names(Arrays.stream(RequestField.values())
                        .flatMap(field -> field.names().stream())
                        .toList()))
                .additionalPropertiesSchema(Schemas.of(SchemaType.STRING)
                        .description("the name of a column; an empty text where no column is the field"));
        Arrays.stream(RequestField.values()).filter(RequestField::isRequired).forEach(field -> field.names()
                .forEach(name -> mapping.addProperty(name, text())));
        property(schema, "variants")
                .additionalPropertiesSchema(
                        Schemas.of(SchemaType.ARRAY).minItems(1).items(text()));
    }

    /** Says a field anew, or leaves the line out. */
    private static void correction(Schema schema) {
        Schema says = Schemas.of(SchemaType.OBJECT)
                .required(List.of("field"))
                .addProperty("field", Schemas.of(SchemaType.STRING))
                .addProperty("skip", orNull(false));
        Schema skips = Schemas.of(SchemaType.OBJECT)
                .required(List.of("skip"))
                .addProperty("field", Schemas.of(SchemaType.NULL))
                .addProperty("skip", Schemas.of(SchemaType.BOOLEAN).enumeration(List.of(true)));
        schema.required(List.of("line"))
                .addProperty("line", Schemas.whole(1, Integer.MAX_VALUE))
                .addProperty(
                        "value", Schemas.orNull(Schemas.of(SchemaType.STRING).maxLength(Template.LONGEST_EXPANSION)))
                .oneOf(List.of(says, skips));
    }

    private static Schema orNull(boolean value) {
        return Schemas.of(SchemaType.BOOLEAN).addType(SchemaType.NULL).enumeration(Arrays.asList(value, null));
    }

    private static void defaults(Schema schema) {
        schema.addProperty("preset", Schemas.orNull(Schemas.text(CatalogueName.SYNTAX)))
                .addProperty("template", Schemas.orNull(Schemas.text(CatalogueName.SYNTAX + VERSION)));
    }

    private static void preset(Schema schema) {
        schema.addProperty("description", description());
        Schema fields = property(schema, "fields");
        Arrays.stream(RequestField.values())
                .filter(field ->
                        !Preset.NOT_PRESET.contains(field) && !field.choices().isEmpty())
                .forEach(field -> fields.addProperty(field.wireName(), names(List.copyOf(field.choices()))));
        fields.propertyNames(names(Arrays.stream(RequestField.values())
                        .filter(field -> !Preset.NOT_PRESET.contains(field))
                        .map(RequestField::wireName)
                        .toList()))
                .additionalPropertiesSchema(text().maxLength(Preset.LONGEST_VALUE));
    }

    /** Those that may be left out may be null too. */
    private static void parts(Schema schema) {
        List.of("pose", "light", "style", "quality")
                .forEach(part -> schema.addProperty(part, Schemas.orNull(property(schema, part))));
    }

    private static void template(Schema schema) {
        schema.addProperty("description", description())
                .addProperty("language", Schemas.orNull(Schemas.text(PromptTemplate.LANGUAGE)))
                .addProperty("text", Schemas.orNull(text().maxLength(PromptTemplate.LONGEST)))
                .oneOf(List.of(either("text", "parts"), either("parts", "text")));
    }

    private static Schema either(String given, String other) {
        return Schemas.of(SchemaType.OBJECT)
                .required(List.of(given))
                .addProperty(given, Schemas.of(SchemaType.STRING).addType(SchemaType.OBJECT))
                .addProperty(other, Schemas.of(SchemaType.NULL));
    }

    private static Schema description() {
        return Schemas.orNull(Schemas.of(SchemaType.STRING).maxLength(Preset.LONGEST_DESCRIPTION));
    }

    private static Schema text() {
        return Schemas.of(SchemaType.STRING).pattern(SOMETHING);
    }

    private static Schema names(List<String> names) {
        return Schemas.of(SchemaType.STRING).enumeration(List.copyOf(names));
    }

    private static Schema property(Schema schema, String name) {
        return requireNonNull(schema.getProperties().get(name), name);
    }

    private CatalogueBounds() {}
}
