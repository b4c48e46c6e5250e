package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties of a class, found as Jackson finds them, and how to make one. */
final class BeanModel {
    private static final Map<BoundType, BeanModel> KNOWN = new HashMap<BoundType, BeanModel>();

    private final BoundType type;
    private final List<BeanProperty> readable = new ArrayList<BeanProperty>();
    private final Map<String, BeanProperty> writable = new HashMap<String, BeanProperty>();
    private Constructor<?> constructor;
    private List<BoundType> components;

    private BeanModel(BoundType type) {
        this.type = type;
    }

    static BeanModel of(BoundType type) throws IOException {
        synchronized (KNOWN) {
            BeanModel model = KNOWN.get(type);
            if (model == null) {
                model = new BeanModel(type);
                model.fill();
                KNOWN.put(type, model);
            }

            return model;
        }
    }

    /** In the order in which they are written. */
    List<BeanProperty> readable() {
        return readable;
    }

    BeanProperty settable(String name) {
        return writable.get(name);
    }

    private void fill() throws IOException {
        Map<String, BeanProperty> all = new LinkedHashMap<String, BeanProperty>();
        PropertyFinder finder = new PropertyFinder(type, all);
        finder.find();
        components = finder.components();
        constructor = finder.constructor();
        for (BeanProperty property : all.values()) {
            String name = EventTypes.nameOf(type.raw, property.name);
            if (property.type != null && property.type.raw == Date.class && EventTypes.usesSeconds(type.raw)) {
                property.isInSeconds = true;
            }

            boolean isConvenience = property.component < 0 && EventTypes.isFilledByConstructor(type.raw);
            if (property.isReadable() && !isConvenience) {
                readable.add(name.equals(property.name) ? property : property.named(name));
            }

            if (property.isWritable()) {
                writable.put(name, property);
            }
        }
    }

    Builder newBuilder(JsonDecoder decoder) throws IOException {
        if (constructor == null) {
            boolean isAbstract = Modifier.isAbstract(type.raw.getModifiers());
            throw new InvalidDefinitionException("Cannot construct instance of `" + type
                    + "` (no Creators, like default constructor, exist): " + (isAbstract
                    ? "abstract types either need to be mapped to concrete types, have custom deserializer, "
                            + "or contain additional type information"
                    : "cannot deserialize from Object value (no delegate- or property-based Creator)")
                    + decoder.input().where());
        }

        return components == null ? new Builder(newInstance(new Object[0])) : new Builder(defaults());
    }

    private Object[] defaults() {
        Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Nulls.of(components.get(i).raw);
        }

        return values;
    }

    private Object newInstance(Object[] arguments) throws IOException {
        try {
            return BeanProperty.open(constructor).newInstance(arguments);
        } catch (InvocationTargetException error) {
            throw new JsonMappingException("Cannot construct instance of `" + type + "`, problem: "
                    + error.getCause().getMessage(), error.getCause());
        } catch (Exception error) {
            throw new JsonMappingException("Cannot construct instance of `" + type + "`, problem: "
                    + error.getMessage(), error);
        }
    }

    /** An object that is being filled, or the components of a record that is made when all are there. */
    final class Builder {
        private final Object object;
        private final Object[] values;

        private Builder(Object object) {
            this.object = object;
            values = null;
        }

        private Builder(Object[] values) {
            object = null;
            this.values = values;
        }

        void set(BeanProperty property, Object value) throws IOException {
            if (values == null) {
                property.set(object, value);
            } else if (property.component >= 0) {
                values[property.component] = value;
            }
        }

        Object build() throws IOException {
            return values == null ? object : newInstance(values);
        }
    }
}
