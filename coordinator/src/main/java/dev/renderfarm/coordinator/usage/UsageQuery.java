package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for of the farm's usage.
 *
 * @param from first day, in UTC; else the first of its bucket
 * @param to the day after the last; else that after its bucket
 * @param width of a bucket
 * @param groups what is told apart within a bucket
 * @param tenant only of this one; null for any
 * @param model only of this one; null for any
 */
public record UsageQuery(
        LocalDate from,
        LocalDate to,
        Width width,
        Set<Group> groups,
        @Nullable TenantName tenant,
        @Nullable ModelName model) {

    public UsageQuery {
        from = width.start(from);
        to = width.start(to).equals(to) ? to : width.next(width.start(to));
        groups = Set.copyOf(groups);
    }

    /** How long a bucket is. */
    public enum Width {
        DAY("1d") {
            @Override
            LocalDate start(LocalDate day) {
                return day;
            }

            @Override
            LocalDate next(LocalDate start) {
                return start.plusDays(1);
            }
        },
        MONTH("1mo") {
            @Override
            LocalDate start(LocalDate day) {
                return day.withDayOfMonth(1);
            }

            @Override
            LocalDate next(LocalDate start) {
                return start.plusMonths(1);
            }
        };

        private final String wireName;

        Width(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** First day of the bucket that the day falls into. */
        abstract LocalDate start(LocalDate day);

        /** First day of the bucket after that. */
        abstract LocalDate next(LocalDate start);
    }

    /** What may be told apart. */
    public enum Group {
        TENANT,
        MODEL,
        BATCH;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    boolean isOf(TenantName one, @Nullable ModelName other) {
        return (tenant == null || tenant.equals(one)) && (model == null || model.equals(other));
    }

    boolean holds(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(to);
    }

    /** The same of its latter part. */
    UsageQuery from(LocalDate later) {
        return new UsageQuery(later, to, width, groups, tenant, model);
    }

    /** The same of its former part. */
    UsageQuery to(LocalDate earlier) {
        return new UsageQuery(from, earlier, width, groups, tenant, model);
    }
}
