package dev.renderfarm.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A test that is run in both languages and both themes, in two runs: contrast follows from the theme, and how long words
 * are from the language.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(
        value = Look.class,
        names = {"ENGLISH_DARK", "CHINESE_LIGHT"})
public @interface EachLook {}
