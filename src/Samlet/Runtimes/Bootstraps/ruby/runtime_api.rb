# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  # The Runtime API: one kept connection, HTTP/1.1, nothing else. `net/http` costs as much as the interpreter's start.
  # Where _SAMLET_RUNTIME_API_FD names an inherited connection, no library is needed at all.
  class RuntimeApi
    # The server has closed the connection and does not take another.
    class Lost < StandardError; end

    PREFIX = '/2018-06-01/runtime/'
    AGENT = "aws-lambda-ruby/#{RUBY_VERSION}-3.1.3"

    def initialize(address)
      @address = address
      descriptor = ENV.delete('_SAMLET_RUNTIME_API_FD')
      @stream = descriptor && inherited(Integer(descriptor))
    end

    # Waits for an answer: its status, its headers with names in lower case, its bytes.
    def get(path)
      exchange("GET #{PREFIX}#{path} HTTP/1.1\r\n#{common}\r\n", '')
    end

    def post(path, body, headers)
      lines = headers.map { |name, value| "#{name}: #{value}\r\n" }.join
      exchange("POST #{PREFIX}#{path} HTTP/1.1\r\n#{common}#{lines}content-length: #{body.bytesize}\r\n\r\n", body)
    end

    private

    def common
      "host: #{@address}\r\nuser-agent: #{AGENT}\r\n"
    end

    def inherited(descriptor)
      stream = IO.for_fd(descriptor, 'r+b')
      stream.close_on_exec = true
      stream.sync = true
      stream
    end

    def connect
      require 'socket'
      host, _, port = @address.rpartition(':')
      stream = TCPSocket.new(host.delete('[]'), port)
      stream.setsockopt(:TCP, :NODELAY, true)
      stream.binmode
    end

    def exchange(head, body)
      is_kept = !@stream.nil?
      send_and_receive(head, body)
    rescue SystemCallError, IOError, Lost => e
      close
      raise Lost, e.message unless is_kept

      is_kept = false
      retry # The server may close a kept connection at any time.
    end

    def send_and_receive(head, body)
      @stream ||= connect
      begin
        @stream.write(head.b, body.b)
      rescue SystemCallError
        nil # A server may refuse a body before it has read it; its answer is there to be read.
      end
      receive
    end

    def close
      @stream&.close
    rescue SystemCallError, IOError
      nil
    ensure
      @stream = nil
    end

    def receive
      status = Integer(line.split(' ', 3)[1])
      headers = {}
      until (field = line).empty?
        name, value = field.split(':', 2)
        headers[name.downcase] = value.strip
      end
      body = headers['transfer-encoding'] == 'chunked' ? chunks : exactly(headers['content-length'].to_i)
      close if headers['connection'] == 'close'
      [status, headers, body]
    end

    def line
      text = @stream.gets("\n") || raise(Lost, 'the Runtime API closed the connection')
      text.force_encoding(Encoding::UTF_8).chomp
    end

    def chunks
      body = String.new
      while (size = line.hex).positive?
        body << exactly(size)
        line
      end
      nil until line.empty? # Trailers are of no use here.
      body
    end

    def exactly(size)
      return String.new if size.zero?

      bytes = @stream.read(size)
      bytes&.bytesize == size ? bytes : raise(Lost, 'the Runtime API closed the connection')
    end
  end
end
