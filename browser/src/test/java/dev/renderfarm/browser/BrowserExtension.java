package dev.renderfarm.browser;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the browser once for all tests, and gives each of them its tab. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {

    private static final Namespace OURS = Namespace.create(BrowserExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (isCi() || Programs.find(System.getenv()).isPresent()) {
            return ConditionEvaluationResult.enabled("there is a browser, or has to be");
        }
        String reason = "SKIPPED: " + context.getDisplayName() + ": " + Programs.MISSING;
        System.err.println(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Tab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(OURS)
                .computeIfAbsent(Tab.class, key -> new Tab(chromium(context), name(context)), Tab.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Tab tab = context.getStore(OURS).remove(Tab.class, Tab.class);
        if (tab == null) {
            return;
        }
        try (tab) {
            context.getExecutionException().ifPresentOrElse(tab::explain, tab::shouldHaveBehaved);
        }
    }

    private static Chromium chromium(ExtensionContext context) {
        return context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(
                        Chromium.class,
                        key -> new Chromium(Programs.find(System.getenv())
                                .orElseThrow(() -> new IllegalStateException(Programs.MISSING))),
                        Chromium.class);
    }

    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "-"
                + context.getRequiredTestMethod().getName();
    }

    private static boolean isCi() {
        return "true".equals(System.getenv("CI"));
    }
}
