package dev.renderfarm.coordinator.contract;

import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.NumberRange;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.input.OpenAiParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The body of a request for pictures, from the declarations of its fields. What a model allows is told by the refusal. */
final class ImageRequestSchema {

    static Schema make(ImageEndpoint endpoint) {
        Schema body = Schemas.of(SchemaType.OBJECT);
        for (RequestField field : endpoint.fields()) {
            if (field != RequestField.CUSTOM_ID) {
                for (String name : field.names()) {
                    body.addProperty(name, field(field).description(field.description()));
                }
            }
        }
        for (OpenAiParameter parameter : OpenAiParameter.values()) {
            body.addProperty(parameter.wireName(), OASFactory.createSchema().description(parameter.description()));
        }
        body.required(List.of(RequestField.PROMPT.wireName())).setAdditionalPropertiesBoolean(false);
        return body;
    }

    /** The same as the parts of a form: pictures as files, all else as texts. */
    static Schema form() {
        Schema form = Schemas.of(SchemaType.OBJECT);
        for (RequestField field : ImageEndpoint.EDITS.fields()) {
            if (field != RequestField.CUSTOM_ID) {
                boolean picture = field == RequestField.IMAGE || field == RequestField.MASK;
                Schema part = Schemas.of(SchemaType.STRING).description(field.description());
                form.addProperty(field.wireName(), picture ? part.contentMediaType("image/png") : part);
            }
        }
        return form.required(List.of(RequestField.PROMPT.wireName(), RequestField.IMAGE.wireName()));
    }

    private static Schema field(RequestField field) {
        if (field == RequestField.IMAGE || field == RequestField.MASK) {
            return picture();
        }
        if (field == RequestField.PASTE) {
            return Schemas.of(SchemaType.BOOLEAN).addType(SchemaType.NULL);
        }
        if (field == RequestField.PLACE) {
            return Schemas.of(SchemaType.STRING).addType(SchemaType.OBJECT).addType(SchemaType.NULL);
        }
        if (field.isNumber()) {
            return number(field);
        }
        if (!field.choices().isEmpty()) {
            List<Object> choices = new ArrayList<>(field.choices());
            choices.add(null);
            return Schemas.of(SchemaType.STRING).addType(SchemaType.NULL).enumeration(choices);
        }
        Schema text = Schemas.of(SchemaType.STRING).addType(SchemaType.NULL);
        return switch (field) {
            case PROMPT -> Schemas.of(SchemaType.STRING).minLength(1);
            case SIZE -> text.pattern(Schemas.whole("auto|[1-9][0-9]{1,4}x[1-9][0-9]{1,4}"));
            case MODEL -> Schemas.orNull(Schemas.ref("ModelName"));
            default -> text;
        };
    }

    /** By id, address or as a text; or a list of one. */
    private static Schema picture() {
        return Schemas.of(SchemaType.STRING)
                .addType(SchemaType.OBJECT)
                .addType(SchemaType.ARRAY)
                .addType(SchemaType.NULL)
                .maxItems(1)
                .addProperty("file_id", Schemas.orNull(Schemas.ref("FileId")))
                .addProperty("image_url", Schemas.of(SchemaType.STRING).addType(SchemaType.NULL));
    }

    private static Schema number(RequestField field) {
        NumberRange range = field.range();
        Schema number = Schemas.of(range.whole() ? SchemaType.INTEGER : SchemaType.NUMBER)
                .addType(SchemaType.NULL)
                .minimum(BigDecimal.valueOf(range.least()));
        if (Double.isFinite(range.most())) {
            number.maximum(BigDecimal.valueOf(range.most()));
        }
        return field == RequestField.CFG_NORMALIZATION ? number.addType(SchemaType.BOOLEAN) : number;
    }

    private ImageRequestSchema() {}
}
