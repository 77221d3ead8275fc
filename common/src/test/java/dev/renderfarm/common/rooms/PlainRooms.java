package dev.renderfarm.common.rooms;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A class uses plain Java, the farm's own code, and the edges of its room: nothing else. */
final class PlainRooms extends ArchCondition<JavaClass> {

    private static final String FARM = "dev.renderfarm..";
    private static final String[] PLAIN = {
        "java..",
        "javax.crypto..",
        "org.jspecify.annotations..",
        "org.slf4j..",
        "com.fasterxml.jackson.annotation..",
        FARM
    };

    private final String module;
    private final Map<String, Set<Edge>> edges;
    private final Map<String, Set<Edge>> unused;

    /** @param edges by room; a room that is not named has none */
    PlainRooms(String module, Map<String, Set<Edge>> edges) {
        super("be plain Java, unless its room is named an edge");
        this.module = module;
        this.edges = edges;
        this.unused = new TreeMap<>();
        edges.forEach((room, named) -> unused.put(room, EnumSet.copyOf(named)));
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String room = room(type);
        Set<JavaClass> targets = new HashSet<>();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (!target.isPrimitive() && targets.add(target) && !isAllowed(room, target)) {
                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
            }
        }
    }

    /** What nobody needs any more is struck off, lest it hide the next mistake. */
    @Override
    public void finish(ConditionEvents events) {
        unused.forEach((room, left) -> left.forEach(edge -> events.add(SimpleConditionEvent.violated(
                room, "room " + room + " of " + module + " is named an edge to " + edge + " and does not touch it"))));
    }

    private boolean isAllowed(String room, JavaClass target) {
        for (Edge edge : Edge.values()) {
            if (resides(target, edge.packages().toArray(String[]::new))) {
                unused.getOrDefault(room, EnumSet.noneOf(Edge.class)).remove(edge);
                return edges.getOrDefault(room, Set.of()).contains(edge);
            }
        }
        return resides(target, PLAIN);
    }

    private String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(module) ? "" : name.substring(module.length() + 1);
    }

    private static boolean resides(JavaClass target, String... packages) {
        DescribedPredicate<JavaClass> inside = JavaClass.Predicates.resideInAnyPackage(packages);
        return inside.test(target);
    }
}
