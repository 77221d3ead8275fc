package dev.renderfarm.common.wire;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;

/**
 * Reads a primitive component that is absent as 0 or false. Jackson itself takes what is absent for a null, and so
 * refuses it together with the nulls.
 */
final class AbsentPrimitives extends SimpleDeserializers {

    @Override
    public JsonDeserializer<?> findBeanDeserializer(JavaType type, DeserializationConfig config, BeanDescription bean)
            throws JsonMappingException {
        Class<?> raw = type.getRawClass();
        return raw.isPrimitive()
                ? new ZeroWhereAbsent(NumberDeserializers.find(raw, raw.getName()))
                : super.findBeanDeserializer(type, config, bean);
    }

    private static final class ZeroWhereAbsent extends DelegatingDeserializer {

        ZeroWhereAbsent(JsonDeserializer<?> ofJackson) {
            super(ofJackson);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> other) {
            return new ZeroWhereAbsent(other);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
            return getEmptyValue(context);
        }
    }
}
