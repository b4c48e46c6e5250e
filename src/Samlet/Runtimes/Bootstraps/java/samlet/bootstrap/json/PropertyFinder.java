package samlet.bootstrap.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects properties: fields from the topmost class down, then methods from the class up. Private fields give no
 * property, only its place; setters may be private.
 */
final class PropertyFinder {
    private final BoundType type;
    private final Map<String, BeanProperty> all;
    private final Set<String> seen = new HashSet<String>();
    private List<BoundType> components;
    private Constructor<?> constructor;

    PropertyFinder(BoundType type, Map<String, BeanProperty> all) {
        this.type = type;
        this.all = all;
    }

    /** Of a record; null for any other class. */
    List<BoundType> components() {
        return components;
    }

    /** Null where there is none to use. */
    Constructor<?> constructor() {
        return constructor;
    }

    void find() {
        Class<?> raw = type.raw;
        addFields(raw);
        addComponents(raw);
        if (EventTypes.isFilledByConstructor(raw)) {
            addParameters(raw);
        }

        addMethods(raw);
        if (constructor == null) {
            constructor = Modifier.isAbstract(raw.getModifiers()) ? null
                    : components == null ? declared(raw) : null;
        }
    }

    private static Constructor<?> declared(Class<?> raw) {
        try {
            return raw.getDeclaredConstructor();
        } catch (NoSuchMethodException error) {
            return null;
        }
    }

    private void addFields(Class<?> owner) {
        if (owner == null || owner == Object.class) {
            return;
        }

        addFields(owner.getSuperclass());
        for (Field field : owner.getDeclaredFields()) {
            int modifiers = field.getModifiers();
            if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers) && !field.isSynthetic()) {
                BeanProperty property = property(field.getName());
                if (Modifier.isPublic(modifiers)) {
                    property.field = field;
                    property.type = BoundType.of(type.resolve(field.getGenericType(), field));
                }
            }
        }
    }

    private void addMethods(Class<?> owner) {
        if (owner == null || owner == Object.class) {
            return;
        }

        for (Method method : owner.getDeclaredMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.isSynthetic() && !method.isBridge()) {
                add(method);
            }
        }

        addMethods(owner.getSuperclass());
        for (Class<?> parent : owner.getInterfaces()) {
            addMethods(parent);
        }
    }

    private void add(Method method) {
        int count = method.getParameterTypes().length;
        String name = method.getName();
        if (count > 1 || !seen.add(name + (count == 0 ? "" : method.getParameterTypes()[0].getName()))) {
            return;
        }

        if (count == 1) {
            if (name.startsWith("set") && name.length() > 3) {
                addSetter(property(decapitalize(name.substring(3))), method);
            }
        } else if (Modifier.isPublic(method.getModifiers())) {
            String property = readBy(method, name);
            if (property != null && property(property).getter == null) {
                property(property).getter = method;
            }
        }
    }

    /** The property that a method without parameters reads; null when it is no getter. */
    private static String readBy(Method method, String name) {
        Class<?> result = method.getReturnType();
        if (name.startsWith("get") && name.length() > 3 && result != void.class && !name.equals("getClass")) {
            return decapitalize(name.substring(3));
        }

        return name.startsWith("is") && name.length() > 2 && (result == boolean.class || result == Boolean.class)
                ? decapitalize(name.substring(2))
                : null;
    }

    /** Of several setters one that takes what the getter returns, else one for a text, else the first. */
    private void addSetter(BeanProperty property, Method method) {
        if (property.setter == null || rank(property, method) > rank(property, property.setter)) {
            property.setter = method;
            property.type = BoundType.of(type.resolve(method.getGenericParameterTypes()[0], method));
        }
    }

    private int rank(BeanProperty property, Method setter) {
        Class<?> taken = setter.getParameterTypes()[0];
        return property.getter != null && property.getter.getReturnType() == taken ? 3
                : property.field != null && property.field.getType() == taken ? 2
                : taken == String.class ? 1 : 0;
    }

    /** Records are looked at by name: Java 8 does not know them. */
    private void addComponents(Class<?> raw) {
        if (raw.getSuperclass() == null || !raw.getSuperclass().getName().equals("java.lang.Record")) {
            return;
        }

        components = new ArrayList<BoundType>();
        List<Class<?>> types = new ArrayList<Class<?>>();
        for (Field field : raw.getDeclaredFields()) { // In the order of the components (JLS 8.10.3).
            if (!Modifier.isStatic(field.getModifiers())) {
                Type generic = type.resolve(field.getGenericType(), field);
                BeanProperty property = property(field.getName());
                property.component = components.size();
                property.type = BoundType.of(generic);
                property.getter = accessor(raw, field.getName());
                components.add(property.type);
                types.add(field.getType());
            }
        }

        try {
            constructor = raw.getDeclaredConstructor(types.toArray(new Class<?>[0]));
        } catch (NoSuchMethodException error) {
            constructor = null;
        }
    }

    /** The fields, the superclass's first, in the place of a constructor's parameters, which have no names. */
    private void addParameters(Class<?> raw) {
        for (Constructor<?> candidate : raw.getDeclaredConstructors()) {
            if (constructor == null
                    || candidate.getParameterTypes().length > constructor.getParameterTypes().length) {
                constructor = candidate;
            }
        }

        components = new ArrayList<BoundType>();
        Type[] types = constructor.getGenericParameterTypes();
        for (BeanProperty property : all.values()) {
            if (components.size() < types.length) {
                property.component = components.size();
                property.type = BoundType.of(types[components.size()]);
                components.add(property.type);
            }
        }
    }

    private static Method accessor(Class<?> raw, String name) {
        try {
            return raw.getMethod(name);
        } catch (NoSuchMethodException error) {
            return null;
        }
    }

    private BeanProperty property(String name) {
        BeanProperty property = all.get(name);
        if (property == null) {
            property = new BeanProperty(name);
            all.put(name, property);
        }

        return property;
    }

    /** `URL` stays, `Title` becomes `title` (JavaBeans 8.8). */
    static String decapitalize(String name) {
        return name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1))
                ? name
                : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
