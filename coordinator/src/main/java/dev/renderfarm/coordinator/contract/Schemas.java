package dev.renderfarm.coordinator.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Makes schemas. */
final class Schemas {

    static Schema of(SchemaType type) {
        return OASFactory.createSchema().type(List.of(type));
    }

    /** @param syntax a regular expression that all of the text matches */
    static Schema text(String syntax) {
        return of(SchemaType.STRING).pattern(whole(syntax));
    }

    static Schema whole(long least, long most) {
        return of(SchemaType.INTEGER).minimum(BigDecimal.valueOf(least)).maximum(BigDecimal.valueOf(most));
    }

    static Schema ref(String name) {
        return OASFactory.createSchema().ref(name);
    }

    static Schema orNull(Schema schema) {
        if (schema.getType() == null) {
            return OASFactory.createSchema().anyOf(List.of(schema, of(SchemaType.NULL)));
        }
        List<SchemaType> types = new ArrayList<>(schema.getType());
        types.add(SchemaType.NULL);
        return schema.type(types);
    }

    /** A pattern of JSON Schema is found anywhere in a text. */
    static String whole(String syntax) {
        return "^(" + syntax + ")$";
    }

    private Schemas() {}
}
