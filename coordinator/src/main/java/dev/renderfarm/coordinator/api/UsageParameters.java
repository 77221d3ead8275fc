package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.http.AccessFilter;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.usage.UsageDates;
import dev.renderfarm.coordinator.usage.UsageQuery;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What usage is asked for, in every form of it. */
final class UsageParameters {

    private static final String DAYS = "a day such as 2026-03-01, a moment of ISO 8601 or seconds since 1970; in UTC, "
            + "and the whole day or month that it falls into";

    @Parameter(
            description = "First day that counts: " + DAYS + ". Without it the first of this month",
            schema = @Schema(pattern = "^(" + UsageDates.SYNTAX + ")$"))
    @QueryParam("start_time")
    @Nullable
    String startTime;

    @Parameter(
            description = "First day that does not count any more. Without it tomorrow",
            schema = @Schema(pattern = "^(" + UsageDates.SYNTAX + ")$"))
    @QueryParam("end_time")
    @Nullable
    String endTime;

    @Parameter(
            description = "A bucket is a day or a month",
            schema =
                    @Schema(
                            enumeration = {"1d", "1mo"},
                            defaultValue = "1d"))
    @QueryParam("bucket_width")
    @Nullable
    String bucketWidth;

    @Parameter(
            description = "What is told apart within a bucket, divided by commas",
            schema = @Schema(pattern = "^(tenant|model|batch)(,(tenant|model|batch)){0,2}$"))
    @QueryParam("group_by")
    @Nullable
    String groupBy;

    @Parameter(description = "Only of this tenant")
    @QueryParam("tenant")
    @Nullable
    String tenant;

    @Parameter(description = "Only of this model")
    @QueryParam("model")
    @Nullable
    String model;

    UsageQuery query(RoutingContext exchange) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        UsageQuery.Width width = bucketWidth == null
                ? UsageQuery.Width.DAY
                : choice("bucket_width", bucketWidth, UsageQuery.Width.values(), UsageQuery.Width::wireName);
        LocalDate from = day("start_time", startTime, today.withDayOfMonth(1));
        LocalDate to = day("end_time", endTime, today.plusDays(1));
        if (!from.isBefore(to)) {
            throw RequestRefusedException.invalid(
                    "end_time", "end_time must be a later day than start_time, which is " + from + ": it is " + to);
        }
        return new UsageQuery(
                from,
                to,
                width,
                groups(groupBy),
                tenant(named("tenant", tenant, TenantName::new), exchange),
                named("model", model, ModelName::new));
    }

    /** Whoever has a tenant of his own learns of no other. */
    private static @Nullable TenantName tenant(@Nullable TenantName asked, RoutingContext exchange) {
        Caller caller = AccessFilter.caller(exchange).orElse(Caller.LOCAL);
        if (asked != null && !caller.sees(asked)) {
            throw RequestRefusedException.notFound("tenant", "there is no tenant of this name");
        }
        return asked == null && caller.role() != Role.ADMIN ? caller.tenant() : asked;
    }

    private static LocalDate day(String param, @Nullable String text, LocalDate otherwise) {
        return text == null
                ? otherwise
                : UsageDates.day(text)
                        .orElseThrow(() -> RequestRefusedException.invalid(param, param + " must be " + DAYS));
    }

    private static Set<UsageQuery.Group> groups(@Nullable String text) {
        Set<UsageQuery.Group> groups = EnumSet.noneOf(UsageQuery.Group.class);
        if (text != null) {
            for (String name : text.split(",", -1)) {
                groups.add(choice("group_by", name.strip(), UsageQuery.Group.values(), UsageQuery.Group::wireName));
            }
        }
        return groups;
    }

    private static <T> @Nullable T named(String param, @Nullable String text, Function<String, T> name) {
        try {
            return text == null ? null : name.apply(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid(param, param + " is no name of a " + param);
        }
    }

    private static <T> T choice(String param, String text, T[] choices, Function<T, String> name) {
        return Arrays.stream(choices)
                .filter(choice -> name.apply(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> RequestRefusedException.invalid(
                        param,
                        param + " must be one of "
                                + String.join(
                                        ", ", Arrays.stream(choices).map(name).toList())));
    }
}
