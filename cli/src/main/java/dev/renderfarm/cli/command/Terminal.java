package dev.renderfarm.cli.command;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Tells whether a person looks on. */
final class Terminal {

    static boolean isThere() {
        Console console = System.console();
        return console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
    }

    /** Since JDK 22 there is a console without a terminal too, which says so by a method that older ones lack. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    private Terminal() {}
}
