package dev.renderfarm.coordinator.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Refuses a parameter that is given without a value, which the framework would take for one that is not given. */
class BlankParameters {

    @ServerRequestFilter
    void check(ResourceInfo resource, ContainerRequestContext request) {
        for (Parameter parameter : resource.getResourceMethod().getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    check(field, request);
                }
            } else {
                check(parameter, request);
            }
        }
    }

    private static void check(AnnotatedElement parameter, ContainerRequestContext request) {
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        HeaderParam header = parameter.getAnnotation(HeaderParam.class);
        if (query != null) {
            check(query.value(), request.getUriInfo().getQueryParameters().get(query.value()));
        } else if (header != null) {
            check(header.value(), request.getHeaders().get(header.value()));
        }
    }

    private static void check(String name, @Nullable List<String> values) {
        if (values != null && values.stream().anyMatch(String::isBlank)) {
            throw RequestRefusedException.invalid(name, name + " has no value: give one, or leave it out");
        }
    }
}
