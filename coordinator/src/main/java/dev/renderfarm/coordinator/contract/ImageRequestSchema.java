package dev.renderfarm.coordinator.contract;

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

    static Schema make() {
        Schema body = Schemas.of(SchemaType.OBJECT);
        for (RequestField field : RequestField.values()) {
            if (field != RequestField.CUSTOM_ID) {
                body.addProperty(field.wireName(), field(field).description(field.description()));
            }
        }
        for (OpenAiParameter parameter : OpenAiParameter.values()) {
            body.addProperty(parameter.wireName(), OASFactory.createSchema().description(parameter.description()));
        }
        body.required(List.of(RequestField.PROMPT.wireName())).setAdditionalPropertiesBoolean(false);
        return body;
    }

    private static Schema field(RequestField field) {
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
