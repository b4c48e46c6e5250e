require 'json'
require_relative 'app'

puts handler(event: JSON.parse(File.read(ARGV[0])), context: nil).to_json
